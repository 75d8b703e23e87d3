@timeStamps true
@data
(1,2),(2,3):a

@classLabel true
@data
::
:a

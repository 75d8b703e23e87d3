#c
@problemName a
@timeStamps false
@univariate true
@classLabel true 1 2
@data
1.0,?,3:1
1,2,4,NaN:2


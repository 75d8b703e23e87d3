@problemName a
@classLabel true

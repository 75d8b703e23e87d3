@TargetLabel true
@DATA
1,2:3,4:0.5

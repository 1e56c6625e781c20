import os

print('package')

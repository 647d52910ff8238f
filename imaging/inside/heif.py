"""HEIC pictures, read by libheif (the extra `heif`)."""

from PIL import Image
from pillow_heif import HeifImageFile, options

options.DECODE_THREADS = 1
options.THUMBNAILS = False  # a smaller picture inside may show something else
options.DEPTH_IMAGES = False
options.AUX_IMAGES = False
Image.register_open(HeifImageFile.format, HeifImageFile)

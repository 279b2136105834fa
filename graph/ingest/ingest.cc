// Replaced by the loader's stages.

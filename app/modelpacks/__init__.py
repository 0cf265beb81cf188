"""Model packs: verified folders of model files with a manifest. Nothing here downloads."""

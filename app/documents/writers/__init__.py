"""Writers of finished documents."""

"""Our components, as Streamlit is to know them.

Streamlit looks for components in the files of installed distributions, and an editable installation names none of its
files: there it would find nothing. So they are told to it, in the same way wherever the package lies.
"""

from __future__ import annotations

from importlib.metadata import version
from pathlib import Path

from streamlit.components.v2.component_manager import BidiComponentManager
from streamlit.components.v2.manifest_scanner import ComponentConfig, ComponentManifest

NAMES = ("editor", "frame", "stories", "text", "upload")
"""A Python face asks for each as "storytrack.<name>", with files below this folder, which they share."""


def register_components(manager: BidiComponentManager) -> None:
    """Make the components known to a runtime's manager; again does no harm."""
    folder = Path(__file__).parent
    components = [ComponentConfig(name, asset_dir=folder.name) for name in NAMES]
    manager.register_from_manifest(ComponentManifest("storytrack", version("storytrack"), components), folder.parent)

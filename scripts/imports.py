"""What a source file includes or imports, for the checks that read it: scripts/check-layers and scripts/check-paths."""
import json
import re

kInclude = re.compile(r'^\s*#\s*include\s*[<"]([^>"]+)[>"]', re.M)
kImport = re.compile(r'''(?:\bfrom\s*|\bimport\s*\(?\s*|\brequire\s*\(\s*|@import\s+(?:url\()?|\bsrc=|new\s+URL\s*\(\s*)["']([^"']+)["']''')


def packageExports(root, folders):
    """As a file of an npm package is imported -> its path; what is built to dist is written in src."""
    exports = {}
    for manifest in sorted(path for folder in folders for path in root.glob(f"{folder}/package.json")):
        package = json.loads(manifest.read_text(encoding="utf-8"))
        for name, target in package.get("exports", {}).items():
            source = target if isinstance(target, str) else re.sub(r"^\./dist/(.*)\.js$", r"./src/\1.ts", target["default"])
            exports[package["name"] + name[1:]] = (manifest.parent / source).relative_to(root).as_posix()
    return exports


def importedFile(root, relative, target, exports):
    """The file of ours that `target`, imported in `relative`, is, or None."""
    if target.startswith("."):
        path = (root / relative).parent / re.sub(r"\.js$", ".ts", target)
        return path.resolve().relative_to(root).as_posix() if path.is_file() else None
    return exports.get(target)


kIncludeFolders = ("core/include", "core/src", "server/src", "wasm/include", "wasm/src")


def includedFile(root, relative, target):
    """The file of ours that `target`, included in `relative`, is, or None."""
    for path in ((root / relative).parent / target, *(root / folder / target for folder in kIncludeFolders)):
        if path.is_file():
            return path.resolve().relative_to(root).as_posix()
    return None

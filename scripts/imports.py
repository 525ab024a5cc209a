"""What a source file includes or imports, for the checks that read it: scripts/check-layers and scripts/check-paths."""
import json
import pathlib
import re

kInclude = re.compile(r'^\s*#\s*include\s*[<"]([^>"]+)[>"]', re.M)
# Types, parts that come later, workers and addresses of files count as well as what is imported at once.
kImport = re.compile(r'''(?:\bfrom\s*|\bimport\s*\(?\s*(?:/\*.*?\*/\s*)?|\brequire\s*\(\s*|\bimport\.meta\.(?:glob|resolve)\s*\(\s*'''
                    r'''|@import\s+(?:url\()?|\bsrc=|\bnew\s+(?:URL|(?:Shared)?Worker)\s*\(\s*)["'`]([^"'`]+)["'`]''')


def packageExports(root, folders):
    """As a file of an npm package is imported -> its path; what is built to dist is written in src."""
    exports = {}
    for manifest in sorted(path for folder in folders for path in root.glob(f"{folder}/package.json")):
        package = json.loads(manifest.read_text(encoding="utf-8"))
        for name, target in package.get("exports", {}).items():
            if not isinstance(target, str) and "default" not in target:
                continue   # types alone, of no source
            source = target if isinstance(target, str) else re.sub(r"^\./dist/(.*)\.js$", r"./src/\1.ts", target["default"])
            exports[package["name"] + name[1:]] = (manifest.parent / source).relative_to(root).as_posix()
    return exports


def importedFiles(root, relative, target, exports):
    """The files of ours that `target`, imported in `relative`, is: of an address that is put together, all that it can be."""
    if "${" in target and target.startswith("."):
        pattern = (pathlib.PurePosixPath(relative).parent / re.sub(r"\$\{[^}]*\}", "*", target)).as_posix()
        return {path.relative_to(root).as_posix() for path in root.glob(re.sub(r"\.js$", ".ts", pattern)) if path.is_file()}
    file = importedFile(root, relative, target, exports)
    return {file} if file else set()


def importedFile(root, relative, target, exports):
    """The file of ours that `target`, imported in `relative`, is, or None. What a bundler is told of it (?url) says nothing of that."""
    target = target.split("?")[0]
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

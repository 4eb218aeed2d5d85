#!/usr/bin/env python3
"""Turns the description of the App Store Connect API into endpoints.json.

    python3 src/catalog/data/endpoints.py SOURCE_URL < openapi.json > src/catalog/data/endpoints.json

Standard input is Apple's OpenAPI document, or a list of operations in the form

    {"spec_title": …, "spec_version": …, "server": …,
     "deprecated_by_release_notes": {VERSION: ["GET /v1/…", …], …},
     "endpoints": [[METHOD, PATH, OPERATION_ID, TAG, [STATUS, …], DEPRECATED, [REQUIRED_QUERY_PARAMETER, …]], …]}

whose last two elements may be missing. SOURCE_URL says where the document was published.
"""

import json
import sys
from urllib.parse import urlsplit

METHODS = ["GET", "POST", "PATCH", "PUT", "DELETE"]


def of_openapi(document):
    """Title, version, host and the operations of an OpenAPI document."""
    operations = []
    for path, item in document["paths"].items():
        for method, operation in item.items():
            if method.upper() not in METHODS:
                continue
            parameters = item.get("parameters", []) + operation.get("parameters", [])
            required = [p["name"] for p in parameters if p.get("in") == "query" and p.get("required")]
            operations.append((method.upper(), path, bool(operation.get("deprecated")), required))
    info = document["info"]
    return info["title"], info["version"], document["servers"][0]["url"], operations


def of_list(document):
    """The same of a list of operations."""
    notes = document.get("deprecated_by_release_notes", {}).values()
    noted = {name for names in notes if isinstance(names, list) for name in names}
    operations = []
    for row in document["endpoints"]:
        method, path = row[0], row[1]
        is_deprecated = bool(len(row) > 5 and row[5]) or f"{method} {path}" in noted
        operations.append((method, path, is_deprecated, row[6] if len(row) > 6 else []))
    return document["spec_title"], document["spec_version"], document["server"], operations


def main():
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    document = json.load(sys.stdin)
    read = of_openapi if "paths" in document else of_list
    title, version, server, operations = read(document)
    paths = {}
    for method, path, is_deprecated, required in operations:
        entry = paths.setdefault(path, {"methods": [], "deprecated": [], "required": []})
        entry["methods"].append(method)
        if is_deprecated:
            entry["deprecated"].append(method)
        if method == "GET":
            entry["required"] = required
    head = {"title": title, "version": version, "host": urlsplit(server).hostname, "source": sys.argv[1]}
    lines = [f"{json.dumps(name)}: {json.dumps(value)},\n" for name, value in head.items()]
    rows = []
    for path, entry in sorted(paths.items()):
        row = {"path": path}
        for name in ("methods", "deprecated"):
            if entry[name]:
                row[name] = sorted(entry[name], key=METHODS.index)
        if entry["required"]:
            row["required"] = entry["required"]
        rows.append(json.dumps(row, ensure_ascii=False))
    # One path a line, so that a new version shows what it adds.
    print("{\n" + "".join(lines) + '"paths": [\n' + ",\n".join(rows) + "\n]\n}")


main()

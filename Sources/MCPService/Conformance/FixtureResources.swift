import EventStore

/// The suite's resources: `test://static-text`, `test://static-binary`, `test://watched-resource` and a template.
struct FixtureResources: ResourceKind {
    let definition = ResourceTemplate(
        uriTemplate: "test://template/{id}/data", name: "test-template", title: "A template",
        description: "A resource with a parameter", mimeType: "application/json")

    func list(for owner: String?) async -> [ResourceEntry] {
        [
            ResourceEntry(uri: "test://static-text", name: "static-text", mimeType: "text/plain"),
            ResourceEntry(uri: "test://static-binary", name: "static-binary", mimeType: "image/png"),
            ResourceEntry(uri: "test://watched-resource", name: "watched-resource", mimeType: "text/plain"),
        ]
    }

    func read(_ uri: ResourceURI) async throws -> [ResourceContents] {
        switch uri.path {
        case ["static-text"]:
            return [Self.text(uri, "This is the content of the static text resource.")]
        case ["static-binary"]:
            return [ResourceContents(uri: uri.text, mimeType: "image/png", .bytes(Base64.decode(Fixture.png) ?? []))]
        case ["watched-resource"]: return [Self.text(uri, "This resource is watched.")]
        default:
            guard uri.path.count == 3, uri.path[0] == "template", uri.path[2] == "data" else {
                throw ResourceError.notFound
            }
            let id = uri.path[1]
            return [
                ResourceContents(
                    uri, ["id": .string(id), "templateTest": true, "data": .string("Data for ID: \(id)")])
            ]
        }
    }

    private static func text(_ uri: ResourceURI, _ text: String) -> ResourceContents {
        ResourceContents(uri: uri.text, mimeType: "text/plain", .text(text))
    }
}

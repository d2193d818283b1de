import EventStore

/// Records gathered under their resources and scopes, in the order in which each came first.
struct RecordGroups {
    struct Scope: Hashable {
        var name = ""
        var version = ""
    }

    private struct Resource {
        let attributes: JSONObject
        var scopes: [(scope: Scope, records: ProtobufWriter)] = []
    }

    private var resources: [Resource] = []

    /// Adds what `body` writes as one record.
    mutating func add(_ resource: JSONObject, _ scope: Scope, _ body: (inout ProtobufWriter) -> Void) {
        let place = place(of: resource)
        var index = resources[place].scopes.firstIndex { $0.scope == scope }
        if index == nil {
            resources[place].scopes.append((scope, ProtobufWriter()))
            index = resources[place].scopes.count - 1
        }
        resources[place].scopes[index ?? 0].records.message(2, body)
    }

    /// The whole request: `ResourceSpans`, `ResourceMetrics` and `ResourceLogs` are alike.
    var request: [UInt8] {
        var writer = ProtobufWriter()
        for resource in resources {
            writer.message(1) { part in
                part.message(1) { AttributeWriter.write(resource.attributes, 1, to: &$0) }
                for (scope, records) in resource.scopes {
                    part.message(2) { inner in
                        inner.message(1) { named in
                            named.text(1, scope.name)
                            named.text(2, scope.version)
                        }
                        inner.append(records)
                    }
                }
            }
        }
        return writer.bytes
    }

    private mutating func place(of resource: JSONObject) -> Int {
        if let last = resources.indices.last, resources[last].attributes == resource { return last }
        if let index = resources.firstIndex(where: { $0.attributes == resource }) { return index }
        resources.append(Resource(attributes: resource))
        return resources.count - 1
    }
}

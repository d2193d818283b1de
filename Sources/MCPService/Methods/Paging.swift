import EventStore

/// Lists a page at a time: a cursor is opaque to clients, and only those that were given are taken.
struct Paging {
    /// So many that ordinary lists are one page.
    static let size = 50
    private static let mark = "after:"

    /// - Parameter key: names an item; it need not be in the list any more when its cursor comes back.
    static func page<Item>(
        of items: [Item], after cursor: JSON?, size: Int = size
    ) throws(RPCError) -> (items: ArraySlice<Item>, next: JSON?) {
        let start = try offset(cursor, count: items.count)
        let page = items[start..<min(items.count, start + size)]
        return (page, page.endIndex < items.count ? .string(Base64.encode(Array("\(mark)\(page.endIndex)".utf8))) : nil)
    }

    private static func offset(_ cursor: JSON?, count: Int) throws(RPCError) -> Int {
        guard let cursor, !cursor.isNull else { return 0 }
        guard let text = cursor.string.flatMap(Base64.decode), let place = String(validating: text, as: UTF8.self),
            place.hasPrefix(mark), let offset = Int(place.dropFirst(mark.count)), offset > 0
        else { throw .invalidParams("'cursor' \(cursor.text.prefix(64)) was not given by this service") }
        // The list may have become shorter since.
        return min(offset, count)
    }
}

extension JSONObject {
    /// This result with what the modern revision asks of lists: how long, and for whom, it may be kept.
    func cacheable(_ seconds: Int, isPublic: Bool, for revision: ProtocolRevision) -> JSONObject {
        guard revision.isModern else { return self }
        return merging(["ttlMs": .int(seconds * 1000), "cacheScope": isPublic ? "public" : "private"])
    }
}

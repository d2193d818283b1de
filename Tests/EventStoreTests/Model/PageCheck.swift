import EventStore

/// Reads a selection to its end, page by page, and holds each page to the contract of ``Page``.
struct PageCheck {
    let selection: Selection
    let size: Int
    /// All events that the pages together must hold, in order.
    let expected: [RecordedEvent]

    private static let mostPages = 20_000

    func forwards(_ log: any EventLog, after start: Position) async throws {
        var place = start
        var found: [RecordedEvent] = []
        for _ in 0..<Self.mostPages {
            let page = try await log.read(selection, after: place, limit: size)
            try check(page, found: &found) { $0.position <= page.through }
            if page.isLast { return }
            guard page.through > place else { throw Difference("the page after \(place) leads nowhere") }
            place = page.through
        }
        throw Difference("there is no last page")
    }

    func backwards(_ log: any EventLog, before end: Position?) async throws {
        var place = end
        var found: [RecordedEvent] = []
        for _ in 0..<Self.mostPages {
            let page = try await log.readBackwards(selection, before: place, limit: size)
            try check(page, found: &found) { $0.position >= page.through }
            if page.isLast { return }
            if let place, page.through >= place { throw Difference("the page before \(place) leads nowhere") }
            place = page.through
        }
        throw Difference("there is no last page")
    }

    /// A page holds no more than was asked for, and nothing is missing as far as it says it has looked.
    private func check(
        _ page: Page, found: inout [RecordedEvent], isCovered: (RecordedEvent) -> Bool
    ) throws {
        found += page.events
        guard page.events.count <= size else { throw Difference("a page of \(size) has \(page.events.count) events") }
        guard page.events.allSatisfy(isCovered) else {
            throw Difference("a page through \(page.through) has \(page.events.map(\.position))")
        }
        let due = page.isLast ? expected[...] : expected.prefix(while: isCovered)
        guard found.count == due.count, found.elementsEqual(due) else {
            let last = page.isLast ? ", the last" : ""
            throw Difference(
                "by the page through \(page.through)\(last), read \(found.map(\.position)), not \(due.map(\.position))")
        }
    }
}

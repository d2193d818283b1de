import EventStore
import Foundation

/// Holds a log to the promises that were made to its appenders.
///
/// - Positions run from 1 without gap or repeat, revisions from 0 in each stream, and times never fall.
/// - Each appender's appends are there in order, each once, whole, and to the byte.
/// - What was acknowledged is where its appender was told.
struct Check {
    /// What an appender was told.
    private struct Acknowledged {
        let appender: Int
        let number: Int
        let first: UInt64
        let last: UInt64
        let revision: UInt64
        let isSynced: Bool
    }

    private let isAfterCut: Bool
    private var acknowledged: [Acknowledged] = []
    private var revisions: [StreamName: Revision] = [:]
    private var next: [Int: (number: Int, index: Int)] = [:]
    private var last: (position: Position, time: Timestamp) = (.start, Timestamp(nanoseconds: 0))
    /// By the first position: the append that stands there.
    private var found: [UInt64: (appender: Int, number: Int, revision: UInt64)] = [:]

    /// - Parameter isAfterCut: whether the power failed rather than the process.
    init(isAfterCut: Bool) { self.isAfterCut = isAfterCut }

    /// Reads what a run has said; a last line that it could not finish does not count.
    mutating func note(fileOfLines path: String) throws {
        let text = try String(contentsOfFile: path, encoding: .utf8)
        guard let end = text.utf8.lastIndex(of: UInt8(ascii: "\n")) else { return }
        for line in text[..<end].split(separator: "\n") {
            let words = line.split(separator: " ")
            if words.first == "violation" { throw Complaint("\(path) says: \(line)") }
            guard words.first == "ack" else { continue }
            let numbers = words.dropFirst().compactMap { UInt64($0) }
            guard words.count == 7, numbers.count == 5 else { throw Complaint("\(path) has the line '\(line)'") }
            acknowledged.append(
                Acknowledged(
                    appender: Int(numbers[0]), number: Int(numbers[1]), first: numbers[2], last: numbers[3],
                    revision: numbers[4], isSynced: words[6] == "synced"))
        }
    }

    /// Reads the whole log and prints what there is.
    mutating func run(folder: String) async throws {
        let log = try SQLiteEventLog.openForReading(folder: folder)
        var place = Position.start
        while true {
            let page = try await log.read(.all, after: place, limit: 1000)
            for event in page.events { try take(event) }
            place = page.through
            if page.isLast { break }
        }
        guard last.position == log.head else {
            throw Complaint("read \(last.position) events, the head is \(log.head)")
        }
        for (appender, place) in next where place.index != 0 {
            throw Complaint("the last append of appender \(appender) is there in part")
        }
        let kept = try acknowledged.count { try isKept($0) }
        Line.say("ok events \(last.position) acknowledged \(acknowledged.count) kept \(kept)")
    }

    private mutating func take(_ event: RecordedEvent) throws {
        guard event.position == last.position.advanced(by: 1) else {
            throw Complaint("\(event.position) follows \(last.position)")
        }
        guard event.time >= last.time else { throw Complaint("time falls at \(event.position)") }
        last = (event.position, event.time)
        let revision = revisions[event.stream]?.next ?? .first
        guard event.revision == revision else {
            throw Complaint("\(event.position) has revision \(event.revision), not \(revision)")
        }
        revisions[event.stream] = revision
        guard let place = Plan.place(of: event) else { throw Complaint("\(event.position) cannot be read") }
        let due = next[place.appender] ?? (0, 0)
        guard place.number == due.number, place.index == due.index else {
            throw Complaint("\(event.position) has \(place), due was append \(due.number), event \(due.index)")
        }
        let plan = Plan(appender: place.appender, number: place.number)
        guard plan.matches(event, at: place.index) else { throw Complaint("\(event.position) has other contents") }
        let isLast = place.index == plan.count - 1
        next[place.appender] = isLast ? (due.number + 1, 0) : (due.number, due.index + 1)
        if isLast {
            found[event.position.value] = (place.appender, place.number, event.revision.value)
        }
    }

    /// Whether an acknowledged append is there; throws where it must be and is not.
    private func isKept(_ promise: Acknowledged) throws -> Bool {
        if promise.last > last.position.value {
            guard isAfterCut, !promise.isSynced else {
                throw Complaint(
                    "append \(promise.number) of appender \(promise.appender) is lost: the head is \(last.position)")
            }
            return false
        }
        guard let found = found[promise.last], found.appender == promise.appender, found.number == promise.number,
            found.revision == promise.revision,
            promise.last - promise.first + 1 == Plan(appender: promise.appender, number: promise.number).count
        else {
            throw Complaint("append \(promise.number) of appender \(promise.appender) is not at \(promise.last)")
        }
        return true
    }
}

public import EventStore
import Foundation
import Projections

/// `video://{task}/{file}`: a file that a task made.
///
/// Small ones come whole, parts of any by `?from=` and `?to=` (bytes); of a large one that is asked for whole, only
/// where it is: a film has no place in a message.
public struct VideoResource: ResourceKind {
    /// Bytes that one answer holds at most.
    static let limit = 256 << 10
    /// Tasks whose videos are listed.
    static let listed = 20

    let sight: Sight

    public init(sight: Sight) { self.sight = sight }

    public let definition = ResourceTemplate(
        uriTemplate: "video://{task}/{file}{?from,to}", name: "video", title: "A file of a task",
        description: """
            A video, voice, subtitle or picture that a task made. Whole up to 256 KiB; else by bytes 'from' to 'to', or by \
            the link that is given.
            """, icon: .film)

    public func list(for owner: String?) async -> [ResourceEntry] {
        let done = sight.host.read(TaskBoard.self) {
            $0.value.tasks(state: .complete, owner: owner, limit: Self.listed)
        }
        return done.flatMap(Self.entries)
    }

    public func isVisible(_ uri: ResourceURI, to owner: String) -> Bool { sight.isTask(of: uri, ownedBy: owner) }

    public func read(_ uri: ResourceURI) async throws -> [ResourceContents] {
        guard uri.path.count == 2 else { throw ResourceError.notFound }
        let files = VideoFiles(log: sight.log, folder: sight.folder)
        guard let output = await files.output(named: uri.path[1], of: uri.path[0]) else { throw ResourceError.notFound }
        let query = uri.parameters
        let range = try Self.range(query, size: output.bytes)
        guard let range else { return [link(to: output, uri)] }
        guard let bytes = Self.bytes(range, of: "\(sight.folder)/\(output.path)") else { throw ResourceError.notFound }
        return [Self.contents(uri, bytes, isWhole: range.count == output.bytes)]
    }

    public func changesList(by event: RecordedEvent, for owner: String?) -> Bool {
        [TaskCompleted.type, TaskFilesRemoved.type].contains(event.type) && sight.isTask(of: event, ownedBy: owner)
    }

    public func complete(_ variable: String, _ prefix: String, for owner: String?) async -> [String] {
        guard variable == "task" else { return [] }
        return TaskCompletion(host: sight.host, owner: owner).ids(prefix) { !Self.entries($0).isEmpty }
    }

    private static func entries(_ task: TaskStatus) -> [ResourceEntry] {
        guard task.filesRemovedAt == nil else { return [] }
        return (task.result?["result_urls"]?.array ?? []).compactMap(\.string).compactMap { url in
            guard let file = url.split(separator: "/").last.map(String.init) else { return nil }
            return ResourceEntry(
                uri: "video://\(task.id)/\(file)", name: file, title: "\(file) of \(task.id)",
                mimeType: VideoFiles.type(of: file), modified: task.finishedAt)
        }
    }

    /// Nil where the whole is asked for and too large.
    private static func range(_ query: Query, size: Int) throws -> Range<Int>? {
        let from = try query.int("from", in: 0...max(0, size - 1))
        let to = try query.int("to", in: 0...max(0, size - 1))
        guard from != nil || to != nil else { return size <= limit ? 0..<size : nil }
        let start = from ?? 0
        let end = (to ?? min(size, start + limit) - 1) + 1
        guard end > start, end - start <= limit else {
            throw ResourceError.invalid("'from' to 'to' must be 1 to \(limit) bytes of the file's \(size)")
        }
        return start..<end
    }

    private static func bytes(_ range: Range<Int>, of path: String) -> [UInt8]? {
        guard let file = FileHandle(forReadingAtPath: path) else { return nil }
        defer { try? file.close() }
        guard (try? file.seek(toOffset: UInt64(range.lowerBound))) != nil,
            let data = try? file.read(upToCount: range.count), data.count == range.count
        else { return nil }
        return Array(data)
    }

    private static func contents(_ uri: ResourceURI, _ bytes: [UInt8], isWhole: Bool) -> ResourceContents {
        let type = VideoFiles.type(of: uri.path[1])
        let isText = isWhole && (type.hasPrefix("text/") || type.hasSuffix("json") || type.hasSuffix("subrip"))
        if isText, let text = String(validating: bytes, as: UTF8.self) {
            return ResourceContents(uri: uri.text, mimeType: type, .text(text))
        }
        return ResourceContents(uri: uri.text, mimeType: type, .bytes(bytes))
    }

    /// Where the file is, and how its bytes can be had.
    private func link(to output: StageOutput, _ uri: ResourceURI) -> ResourceContents {
        let task = sight.host.read(TaskBoard.self) { $0.value.task(uri.path[0]) }
        let urls = (task?.result?["result_urls"]?.array ?? []).compactMap(\.string)
        let url = urls.first { $0.hasSuffix("/\(uri.path[1])") } ?? "/v1/videos/\(uri.path[0])/\(uri.path[1])"
        return ResourceContents(
            uri,
            [
                "url": .string(url), "bytes": .int(output.bytes), "sha256": .string(output.sha256),
                "mimeType": .string(VideoFiles.type(of: uri.path[1])),
                "hint": .string("too large for a message: get the url, or ask for bytes with ?from= and &to="),
            ])
    }
}

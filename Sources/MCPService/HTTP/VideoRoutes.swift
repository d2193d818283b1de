import EventStore
import Foundation
import HTTPTypes
import Hummingbird

/// `GET /v1/videos/{task}/{file}`: the files that a task made, with byte ranges (RFC 9110, section 14).
///
/// Only what the task's own events name is served, so no path of a client ever reaches the file system.
struct VideoRoutes: Sendable {
    let log: any EventLog
    let folder: String
    private let files = FileIO()

    init(log: any EventLog, folder: String) {
        self.log = log
        self.folder = folder
    }

    func add(to router: Router<ServiceContext>) {
        router.get("v1/videos/:task/:file") { call, context in try await serve(call, context) }
        router.head("v1/videos/:task/:file") { call, context in
            var answer = try await serve(call, context)
            answer.body = ResponseBody(contentLength: answer.body.contentLength) { try await $0.finish(nil) }
            return answer
        }
    }

    private func serve(_ call: HTTPCall, _ context: ServiceContext) async throws -> HTTPAnswer {
        let task = context.parameters.get("task") ?? ""
        let name = context.parameters.get("file") ?? ""
        let made = VideoFiles(log: log, folder: folder)
        guard let output = await made.output(named: name, of: task, ownedBy: context.owner) else {
            return .problem(.notFound, "there is no such file")
        }
        let path = folder + "/" + output.path
        guard let size = (try? FileManager.default.attributesOfItem(atPath: path))?[.size] as? Int, size > 0 else {
            return .problem(.notFound, "there is no such file")
        }
        var headers: HTTPFields = [
            .contentType: VideoFiles.type(of: name), .acceptRanges: "bytes", .eTag: "\"\(output.sha256.prefix(32))\"",
            .cacheControl: "private, max-age=3600",
        ]
        switch ByteRange.of(call.headers[.range], size: size) {
        case .all:
            let body = try await files.loadFile(path: path, context: context)
            return HTTPAnswer(status: .ok, headers: headers, body: body)
        case .part(let range):
            headers[.contentRange] = "bytes \(range.lowerBound)-\(range.upperBound)/\(size)"
            let body = try await files.loadFile(path: path, range: range, context: context)
            return HTTPAnswer(status: .partialContent, headers: headers, body: body)
        case .unsatisfiable:
            return .problem(
                .rangeNotSatisfiable, "the file has \(size) bytes", headers: [.contentRange: "bytes */\(size)"])
        }
    }
}

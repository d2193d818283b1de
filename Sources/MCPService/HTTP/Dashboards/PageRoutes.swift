import EventStore
import Foundation
import HTTPTypes
import Hummingbird
import NIOCore

/// The page at `/dashboard`, and the files that it is made of.
///
/// Only files of the page's own folder with a known ending are served, whole; they are read at each request, so a
/// change is seen at once.
struct PageRoutes: Sendable {
    /// Absolute path of `dashboards/web`; nil where the page is not installed.
    let folder: String?

    func add(to router: Router<ServiceContext>) {
        router.get("dashboard") { call, _ in answer("index.html", call) }
        router.get("dashboard/:file") { call, context in answer(context.parameters.get("file") ?? "", call) }
    }

    private func answer(_ name: String, _ call: HTTPCall) -> HTTPAnswer {
        guard let type = Self.type(of: name), let folder,
            let data = FileManager.default.contents(atPath: "\(folder)/\(name)")
        else { return .problem(.notFound, "there is no such page") }
        var headers = Self.headers
        let tag = "\"\(data.count)-\(Self.checksum(data))\""
        headers[.eTag] = tag
        if call.headers[.ifNoneMatch] == tag { return .empty(.notModified, headers: headers) }
        headers[.contentType] = type
        return HTTPAnswer(status: .ok, headers: headers, body: ResponseBody(byteBuffer: ByteBuffer(bytes: data)))
    }

    /// Nil for a name that is none of a file here.
    private static func type(of name: String) -> String? {
        let isPlain = name.utf8.allSatisfy {
            $0 < 128
                && (Character(UnicodeScalar($0)).isLetter || Character(UnicodeScalar($0)).isNumber || $0 == 45
                    || $0 == 46)
        }
        guard isPlain, !name.hasPrefix("."), !name.contains("..") else { return nil }
        return name.split(separator: ".").last.flatMap { types[String($0)] }
    }

    /// FNV-1a: only tells one state of a file from another.
    private static func checksum(_ data: Data) -> UInt64 {
        data.reduce(0xcbf2_9ce4_8422_2325) { ($0 ^ UInt64($1)) &* 0x100_0000_01b3 }
    }

    private static let types = [
        "html": "text/html; charset=utf-8", "css": "text/css; charset=utf-8", "js": "text/javascript; charset=utf-8",
        "svg": "image/svg+xml",
    ]

    private static let headers: HTTPFields = {
        var fields: HTTPFields = [.cacheControl: "no-cache", .xContentTypeOptions: "nosniff"]
        fields[.contentSecurityPolicy] =
            "default-src 'self'; img-src 'self' data:; media-src 'self' blob:; "
            + "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
        if let name = HTTPField.Name("Referrer-Policy") { fields[name] = "no-referrer" }
        return fields
    }()
}

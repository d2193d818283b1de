import Access
import Hummingbird
import NIOCore

/// Where a client finds out how to get a token (RFC 9728); only where there is an authorization server.
struct ProtectedResourceRoute: Sendable {
    let resource: ProtectedResource

    func add(to router: Router<ServiceContext>) {
        for path in ProtectedResource.paths {
            router.get(RouterPath(path)) { _, _ in
                HTTPAnswer(
                    status: .ok, headers: [.contentType: "application/json", .cacheControl: "public, max-age=3600"],
                    body: ResponseBody(byteBuffer: ByteBuffer(string: resource.json)))
            }
        }
    }
}

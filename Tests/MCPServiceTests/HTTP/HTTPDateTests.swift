import Testing

@testable import MCPService

@Suite("The date header")
struct HTTPDateTests {
    @Test("has the fixed form of RFC 9110")
    func form() {
        #expect(HTTPDate.text(of: 784_111_777) == "Sun, 06 Nov 1994 08:49:37 GMT")
        #expect(HTTPDate.text(of: 0) == "Thu, 01 Jan 1970 00:00:00 GMT")
        #expect(HTTPDate.text(of: 1_709_251_199) == "Thu, 29 Feb 2024 23:59:59 GMT")
    }
}

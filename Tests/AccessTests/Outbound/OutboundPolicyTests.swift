import Access
import Testing

@Suite("Where connections of the service may go")
struct OutboundPolicyTests {
    private func allows(_ text: String, isWritten: Bool, networks: [String] = []) throws -> Bool {
        let policy = OutboundPolicy(networks: networks.compactMap(Network.init))
        return policy.allows(try #require(NetworkAddress(text)), isWritten: isWritten)
    }

    private static let inside = [
        "127.0.0.1", "127.255.255.254", "10.1.2.3", "172.16.0.1", "172.31.255.255", "192.168.1.1", "100.64.0.1", "::1",
        "fc00::1", "fdff::1", "::ffff:10.0.0.1",
    ]
    private static let never = [
        "0.0.0.0", "169.254.169.254", "192.0.0.192", "198.18.0.1", "192.0.2.1", "203.0.113.7", "224.0.0.1",
        "255.255.255.255", "::", "fe80::1", "ff02::1", "64:ff9b::a00:1", "::10.0.0.1", "2002:a00:1::1", "2001:db8::1",
        "2001::1", "::ffff:169.254.169.254",
    ]

    @Test("a name may mean no address behind the operator's wall", arguments: inside + never)
    func names(address: String) throws { #expect(try !allows(address, isWritten: false)) }

    @Test("an address that is written may be private", arguments: inside)
    func written(address: String) throws { #expect(try allows(address, isWritten: true)) }

    @Test("a link's, a cloud's and a reserved address lead nowhere, however they are written", arguments: never)
    func special(address: String) throws { #expect(try !allows(address, isWritten: true)) }

    @Test(
        "public addresses are open", arguments: ["1.1.1.1", "8.8.8.8", "172.32.0.1", "2606:4700::1111", "100.128.0.1"])
    func open(address: String) throws { #expect(try allows(address, isWritten: false)) }

    @Test("the operator's own networks are open, and nothing beside them")
    func networks() throws {
        #expect(try allows("10.1.2.3", isWritten: false, networks: ["10.1.0.0/16"]))
        #expect(try !allows("10.2.2.3", isWritten: false, networks: ["10.1.0.0/16"]))
        #expect(try allows("169.254.169.254", isWritten: true, networks: ["169.254.169.254"]))
    }

    @Test("only an address, and localhost, is written as such")
    func forms() {
        #expect(["127.0.0.1", "::1", "LocalHost"].allSatisfy(OutboundPolicy.isWritten))
        // Forms that some libraries take for addresses; here they are names, and what they resolve to is looked at.
        #expect(
            !["0x7f000001", "2130706433", "127.1", "localhost.", "a.localhost", ""].contains(
                where: OutboundPolicy.isWritten))
    }
}

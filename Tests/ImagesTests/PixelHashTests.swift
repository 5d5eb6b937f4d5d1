import Digests
import Images
import Testing

@Suite struct PixelHashTests {
    /// The digests that FIPS 180-2 prints.
    @Test(arguments: [
        ("", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
        ("abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"),
        (
            "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
            "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1"
        ),
    ])
    func knownDigests(text: String, digest: String) {
        #expect(SHA256.digest(of: Array(text.utf8)).hex == digest)
    }

    @Test func piecesGiveTheDigestOfTheWhole() {
        var hash = SHA256()
        for _ in 0..<1000 { hash.update([UInt8](repeating: UInt8(ascii: "a"), count: 1000)) }
        let million = "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0"
        #expect(hash.finish().hex == million)
    }

    /// By Python: sha256(struct.pack("<II", 2, 1) + bytes([1, 2, 3, 4, 5, 6])).
    @Test func knownPixelHash() {
        let image = RGBImage(width: 2, height: 1, bytes: [1, 2, 3, 4, 5, 6])
        #expect(
            image.pixelHash
                == "sha256:f25af82c68d29a6c012779bae23ccc6e5640b399d8b0e0b4eddb25ea7f2a61dd")
    }

    @Test func theShapeCounts() {
        let wide = RGBImage(width: 2, height: 1, bytes: [1, 2, 3, 4, 5, 6])
        let high = RGBImage(width: 1, height: 2, bytes: [1, 2, 3, 4, 5, 6])
        #expect(wide.pixelHash != high.pixelHash)
    }
}

import Images
import Testing

/// Pictures made smaller.
@Suite struct ScalingTests {
    @Test(arguments: [
        (512, 256, 128, 128, 64), (256, 512, 128, 64, 128), (100, 100, 100, 100, 100),
        (100, 50, 200, 100, 50), (1000, 3, 100, 100, 1), (3, 1000, 100, 1, 100), (7, 5, 3, 3, 2),
        (1, 1, 1, 1, 1), (5, 5, 0, 5, 5), (5, 5, -3, 5, 5),
    ])
    func theLongerSideFits(width: Int, height: Int, side: Int, newWidth: Int, newHeight: Int) {
        let scaled = picture(width: width, height: height).scaled(toFit: side)
        #expect(scaled.width == newWidth && scaled.height == newHeight)
    }

    @Test func withoutASideNothingChanges() {
        let image = picture(width: 9, height: 4)
        #expect(image.scaled(toFit: nil) == image)
    }

    /// Black and white in equal parts is half the light, which is not half of sRGB's values.
    @Test func theMeanIsOfLight() {
        let bytes = (0..<8 * 8).flatMap { index -> [UInt8] in
            (index + index / 8) % 2 == 0 ? [0, 0, 0] : [255, 255, 255]
        }
        let scaled = RGBImage(width: 8, height: 8, bytes: bytes).scaled(toFit: 4)
        #expect(Set(scaled.bytes) == [188])
    }

    @Test(arguments: 0...255)
    func oneColourStays(value: Int) {
        let bytes = [UInt8](repeating: UInt8(value), count: 13 * 11 * 3)
        let image = RGBImage(width: 13, height: 11, bytes: bytes)
        for side in [1, 5, 7, 12] {
            #expect(Set(image.scaled(toFit: side).bytes) == [UInt8(value)])
        }
    }

    /// Every old pixel counts by the area that a new one covers of it: 3 to 2 pixels are shares of 2/3 and 1/3.
    @Test func partsOfPixelsCount() {
        let image = RGBImage(
            width: 3, height: 1, bytes: [255, 0, 0, 0, 255, 0, 0, 0, 255])
        #expect(image.scaled(toFit: 2).bytes == [213, 156, 0, 0, 156, 213])
    }
}

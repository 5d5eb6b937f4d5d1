import Images
import Testing

/// Differences as pictures and as numbers.
@Suite struct HeatMapTests {
    @Test func equalPicturesAreBlack() throws {
        let image = picture(width: 9, height: 5)
        let map = try #require(HeatMap(image, image))
        #expect(map.image.width == 9 && map.image.height == 5)
        #expect(map.image.bytes.allSatisfy { $0 == 0 } && map.scale == 8)
        let difference = try #require(ImageDifference(image, image))
        #expect(difference.pixels == 45 && difference.differing == 0 && difference.bounds == nil)
    }

    @Test func aDifferenceOfOneCanBeSeen() throws {
        let a = RGBImage(width: 3, height: 1, bytes: [0, 0, 0, 9, 9, 9, 0, 200, 0])
        let b = RGBImage(width: 3, height: 1, bytes: [0, 0, 0, 9, 8, 9, 0, 0, 0])
        let map = try #require(HeatMap(a, b))
        #expect(map.scale == 255 && map.legend == "black: equal · brightest: differs by 255 of 255")
        let light = stride(from: 0, to: 9, by: 3).map { start in
            map.image.bytes[start..<start + 3].reduce(0) { $0 + Int($1) }
        }
        #expect(light[0] == 0 && light[1] > 100 && light[2] > light[1])
        #expect(HeatMap(b, a) == map)
    }

    @Test(arguments: [(0, 8), (1, 8), (8, 8), (9, 16), (64, 64), (65, 128), (129, 255), (255, 255)])
    func theScaleHoldsTheLargestDifference(largest: Int, scale: Int) throws {
        let a = RGBImage(width: 1, height: 1, bytes: [0, 0, 0])
        let b = RGBImage(width: 1, height: 1, bytes: [0, UInt8(largest), 0])
        #expect(try #require(HeatMap(a, b)).scale == scale)
    }

    @Test func otherSizesHaveNoMap() {
        #expect(HeatMap(picture(width: 2, height: 3), picture(width: 3, height: 2)) == nil)
    }

    @Test func theDifferingPixelsAreCountedAndBounded() throws {
        let a = RGBImage(width: 6, height: 5, bytes: [UInt8](repeating: 7, count: 90))
        var bytes = a.bytes
        for (x, y) in [(2, 1), (4, 3), (3, 3)] { bytes[(y * 6 + x) * 3 + 1] = 9 }
        let b = RGBImage(width: 6, height: 5, bytes: bytes)
        let difference = try #require(ImageDifference(a, b))
        #expect(difference.pixels == 30 && difference.differing == 3 && difference.largest == 2)
        #expect(difference.bounds == PixelRectangle(x: 2, y: 1, width: 3, height: 3))
    }
}

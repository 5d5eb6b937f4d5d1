import Images
import Testing

@Suite struct ImageDifferenceTests {
    @Test func equalPicturesAreInfinitelyClose() throws {
        let image = picture(width: 9, height: 5)
        let difference = try #require(ImageDifference(image, image))
        #expect(difference.largest == 0 && difference.psnr == .infinity)
    }

    @Test func knownDifference() throws {
        let a = RGBImage(width: 2, height: 1, bytes: [0, 10, 20, 30, 40, 255])
        let b = RGBImage(width: 2, height: 1, bytes: [3, 10, 20, 30, 40, 251])
        let difference = try #require(ImageDifference(a, b))
        #expect(difference.largest == 4)
        #expect(difference.meanSquare == 25.0 / 6)
        #expect(abs(difference.psnr - 41.932_917) < 1e-5)
        #expect(ImageDifference(b, a) == difference)
    }

    @Test func blackAndWhiteAreZeroDecibelsApart() throws {
        let black = RGBImage(width: 1, height: 1, bytes: [0, 0, 0])
        let white = RGBImage(width: 1, height: 1, bytes: [255, 255, 255])
        #expect(try #require(ImageDifference(black, white)).psnr == 0)
    }

    @Test func otherSizesCannotBeCompared() {
        let picture = picture(width: 2, height: 3)
        for (width, height) in [(3, 2), (4, 3), (2, 4)] {
            let other = ImagesTests.picture(width: width, height: height)
            #expect(ImageDifference(picture, other) == nil)
        }
    }
}

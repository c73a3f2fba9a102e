package dev.understudy.dataset.internal.decode;

import java.io.IOException;
import org.testng.Assert;
import org.testng.annotations.Test;

public class JpegFrameTest {
    /** Three components of which the second and third are coded for every other row. */
    private static JpegFrame halved() throws IOException {
        return JpegFrame.of(0xC0, new byte[] {8, 0, 4, 0, 1, 3, 1, 0x12, 0, 2, 0x11, 1, 3, 0x11, 1});
    }

    @Test
    public void repeatedRowsLeanToTheirNearerNeighbour() throws Exception {
        byte[] repeated = {0, 0, 100, 100};
        Assert.assertEquals(halved().smooth(1, repeated, 1), new byte[] {0, 25, 75, 100});
        Assert.assertEquals(halved().smooth(0, repeated, 1), repeated);
    }

    @Test
    public void rowsThatTheDecoderSmoothedStay() throws Exception {
        byte[] smoothed = {0, 25, 75, 100};
        Assert.assertEquals(halved().smooth(1, smoothed, 1), smoothed);
    }

    @Test
    public void aHeaderThatIsCutIsNoFrame() {
        Assert.expectThrows(IOException.class, () -> JpegFrame.of(0xC0, new byte[] {8, 0, 4, 0, 1, 3, 1}));
    }
}

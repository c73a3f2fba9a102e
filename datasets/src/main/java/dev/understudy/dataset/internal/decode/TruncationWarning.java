package dev.understudy.dataset.internal.decode;

import java.util.Locale;
import javax.imageio.ImageReader;
import javax.imageio.event.IIOReadWarningListener;

/** Notices that a JPEG ended early, of which the decoder only warns while it fills the rest with gray. */
final class TruncationWarning implements IIOReadWarningListener {
    private boolean cut;

    boolean cut() {
        return cut;
    }

    @Override
    public void warningOccurred(ImageReader source, String warning) {
        cut |= warning.toLowerCase(Locale.ROOT).contains("premature end");
    }
}

package dev.understudy.dataset;

import java.io.IOException;

/** Says in words why a picture is not read; the file's name is put in front. */
final class UnreadPictureException extends IOException {
    private static final long serialVersionUID = 1L;

    UnreadPictureException(String message, Throwable cause) {
        super(message, cause);
    }

    UnreadPictureException(String message) {
        super(message);
    }
}

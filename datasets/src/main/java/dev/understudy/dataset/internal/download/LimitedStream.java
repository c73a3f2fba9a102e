package dev.understudy.dataset.internal.download;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/** A stream that gives as many bytes as it was allowed to and refuses more: what unpacks is not trusted to end. */
final class LimitedStream extends FilterInputStream {
    private long left;

    LimitedStream(InputStream in) {
        super(in);
    }

    /** From here on so many bytes, whatever was left. */
    void allow(long bytes) {
        left = bytes;
    }

    @Override
    public int read() throws IOException {
        int value = super.read();
        count(value < 0 ? 0 : 1);
        return value;
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
        int got = super.read(into, offset, length);
        count(Math.max(got, 0));
        return got;
    }

    @Override
    public long skip(long bytes) throws IOException {
        long skipped = super.skip(bytes);
        count(skipped);
        return skipped;
    }

    @Override
    public boolean markSupported() {
        return false;
    }

    private void count(long bytes) throws IOException {
        left -= bytes;
        if (left < 0) {
            throw new IOException("more bytes than were announced");
        }
    }
}

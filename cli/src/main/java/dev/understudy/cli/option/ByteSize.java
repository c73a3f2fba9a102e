package dev.understudy.cli.option;

import dev.understudy.InputException;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Numbers of bytes on the command line. */
public final class ByteSize {

    private static final Pattern SIZE = Pattern.compile("(\\d{1,6})([kmgt]?)");
    private static final String UNITS = "kmgt";
    private static final int SHIFT = 10;

    private ByteSize() {}

    /** Of a number below a million with k, m, g or t for 1024, 1024 times that and so on, or without for bytes. */
    public static long bytes(String option, String text) {
        Matcher size = SIZE.matcher(text.toLowerCase(Locale.ROOT));
        long number = size.matches() ? Long.parseLong(size.group(1)) : 0;
        if (number == 0) {
            throw new InputException(option + " must be a size such as 500m or 4g, got \"" + text + "\"");
        }
        return size.group(2).isEmpty() ? number : number << (SHIFT * (1 + UNITS.indexOf(size.group(2))));
    }
}

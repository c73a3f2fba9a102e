package dev.understudy.spark.internal.answer;

import java.util.List;
import java.util.Set;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.Metadata;
import org.apache.spark.sql.types.MetadataBuilder;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import org.jspecify.annotations.Nullable;

/** What a network answered, as rows. */
public final class AnswerRows {

    private final List<String> classes;
    private final Set<String> known;
    private final String fingerprint;

    AnswerRows(List<String> classes, String fingerprint) {
        this.classes = classes;
        this.known = Set.copyOf(classes);
        this.fingerprint = fingerprint;
    }

    /**
     * The columns.
     *
     * @param classes the names of the network's classes, in the order of its logits
     * @return with the classes as the logits' metadata {@code classes}
     */
    public static StructType columns(List<String> classes) {
        Metadata names = new MetadataBuilder()
                .putStringArray("classes", classes.toArray(String[]::new))
                .build();
        return new StructType(new StructField[] {
            new StructField("path", DataTypes.StringType, false, Metadata.empty()),
            new StructField("label", DataTypes.StringType, true, Metadata.empty()),
            new StructField("answer", DataTypes.StringType, true, Metadata.empty()),
            new StructField("probability", DataTypes.DoubleType, true, Metadata.empty()),
            new StructField("logits", DataTypes.createArrayType(DataTypes.FloatType, false), true, names),
            new StructField("fingerprint", DataTypes.StringType, false, Metadata.empty()),
            new StructField("reason", DataTypes.StringType, true, Metadata.empty()),
        });
    }

    /** The class whose name the folder of an image has; null where it has none. */
    private @Nullable String label(Path path) {
        Path folder = path.getParent();
        return folder != null && known.contains(folder.getName()) ? folder.getName() : null;
    }

    Row answer(Path path, float[] logits) {
        int best = 0;
        for (int i = 1; i < logits.length; i++) {
            best = logits[i] > logits[best] ? i : best;
        }
        double sum = 0;
        for (float logit : logits) {
            sum += StrictMath.exp((double) logit - logits[best]);
        }
        return RowFactory.create(path.toString(), label(path), classes.get(best), 1 / sum, logits, fingerprint, null);
    }

    Row unreadable(Path path, String reason) {
        return RowFactory.create(path.toString(), label(path), null, null, null, fingerprint, reason);
    }
}

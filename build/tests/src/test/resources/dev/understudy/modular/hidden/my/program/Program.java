package my.program;

import dev.understudy.dataset.internal.digest.Checksum;
import dev.understudy.internal.file.Json;
import dev.understudy.internal.text.Quote;
import dev.understudy.onnx.internal.OnnxTeachers;
import dev.understudy.report.internal.html.Page;

final class Program {}

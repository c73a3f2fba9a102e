/** A program that looks where it shall not. */
module my.program {
    requires dev.understudy.core;
    requires dev.understudy.datasets;
    requires dev.understudy.onnx;
    requires dev.understudy.recipes;
    requires dev.understudy.report;
}

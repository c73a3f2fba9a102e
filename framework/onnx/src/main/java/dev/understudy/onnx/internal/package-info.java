/** ONNX files as they stand, and as teachers. Not API. */
@NullMarked
package dev.understudy.onnx.internal;

import org.jspecify.annotations.NullMarked;

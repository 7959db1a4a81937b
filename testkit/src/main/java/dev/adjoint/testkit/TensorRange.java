package dev.adjoint.testkit;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** Between which numbers the elements of a {@code @ForAll Tensor} lie, both included; −10 and 10 without it. */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.PARAMETER, ElementType.TYPE_USE, ElementType.ANNOTATION_TYPE})
public @interface TensorRange {
  /** The smallest. */
  double min();

  /** The largest. */
  double max();
}

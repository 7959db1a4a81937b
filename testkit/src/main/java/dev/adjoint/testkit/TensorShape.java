package dev.adjoint.testkit;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** Which shapes a {@code @ForAll Tensor} has: up to 3 axes of 1 to 4 elements without it. */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.PARAMETER, ElementType.TYPE_USE, ElementType.ANNOTATION_TYPE})
public @interface TensorShape {
  /** The fewest axes. */
  int minRank() default 0;

  /** The most axes. */
  int maxRank() default 3;

  /** The size of the smallest axis; 0 lets empty tensors in. */
  int minSize() default 1;

  /** The size of the largest axis. */
  int maxSize() default 4;
}

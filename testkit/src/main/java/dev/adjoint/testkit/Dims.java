package dev.adjoint.testkit;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** The sizes of the axes of a {@code @ForAll Tensor}, where −1 is any: {@code @Dims({-1, 3})} is a batch of rows of 3. */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.PARAMETER, ElementType.TYPE_USE, ElementType.ANNOTATION_TYPE})
public @interface Dims {
  /** The sizes, outermost first. */
  int[] value();
}

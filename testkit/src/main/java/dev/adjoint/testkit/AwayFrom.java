package dev.adjoint.testkit;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** Numbers that no element of a {@code @ForAll Tensor} comes close to: where a function has a kink or a pole. */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.PARAMETER, ElementType.TYPE_USE, ElementType.ANNOTATION_TYPE})
public @interface AwayFrom {
  /** The numbers. */
  double[] value();

  /** How close is too close. */
  double by() default 0.01;
}

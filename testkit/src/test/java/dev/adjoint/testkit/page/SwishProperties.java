package dev.adjoint.testkit.page;

import dev.adjoint.Tensor;
import dev.adjoint.testkit.TensorRange;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

import static dev.adjoint.testkit.GradientAssertions.assertGradients;

/** Fails: see docs/testing.md, which shows how, and DocumentationTest, which holds it to that. */
class SwishProperties {

  @Property(seed = "1")
  void gradients(@ForAll @TensorRange(min = -5, max = 5) Tensor x) {
    assertGradients(Swish::swish, x);
  }
}

package dev.adjoint.testkit;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import dev.adjoint.Tensor;
import dev.adjoint.testkit.graph.Catalogue;
import dev.adjoint.testkit.mutation.Hunt;
import dev.adjoint.testkit.mutation.Hunt.Fate;
import net.jqwik.api.Example;
import net.jqwik.api.Tag;

import static dev.adjoint.testkit.GradientAssertions.assertGradients;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** Every rule, broken in every way there is: the properties notice. */
class MutationTest {
  private static final Hunt HUNT = new Hunt(
      Catalogue.operations().stream().filter(op -> op.notDifferentiable().isEmpty()).toList(), MutationTest::check,
      Corners.all().toList(), 400);

  /** Alone, and behind something that bends: what is linear has no second derivative of its own. */
  private static void check(Function<List<Tensor>, Tensor> f, Tensor... x) {
    assertGradients(f, x);
    assertGradients(in -> f.apply(in).sin(), x);
  }

  @Example
  void cornersAreAsPromised() {
    Corners.all().forEach(corner -> corner.check(corner.f()));
  }

  @Example
  void aPropertyThatLooksAtNothingLetsThemLive() {
    var tanh = Catalogue.operations().stream().filter(op -> op.name().equals("tanh")).toList();
    var outcomes = new Hunt(tanh, (f, x) -> {}, List.of(), 20).run(1);
    assertTrue(outcomes.size() > 5);
    assertTrue(outcomes.stream().allMatch(outcome -> outcome.fate() == Fate.SURVIVED), outcomes::toString);
  }

  @Example
  void noMutantOfASampleSurvives() {
    assertAllKilled(HUNT.sample(1, 8));
  }

  @Example
  @Tag("thorough")
  void noMutantSurvives() throws IOException {
    var outcomes = HUNT.run(2);
    var report = Stream.concat(Stream.of(Hunt.summary(outcomes)), outcomes.stream().map(Hunt.Outcome::toString))
        .collect(Collectors.joining("\n"));
    Files.writeString(Files.createDirectories(Path.of("target")).resolve("mutants.txt"), report);
    System.out.println(Hunt.summary(outcomes));
    assertAllKilled(outcomes);
  }

  private static void assertAllKilled(List<Hunt.Outcome> outcomes) {
    assertTrue(outcomes.stream().anyMatch(outcome -> outcome.fate() == Fate.KILLED));
    // The gradient of sign is 0: so is twice, the mean and the reverse of it.
    assertEquals(List.of(), outcomes.stream().filter(outcome -> outcome.fate() != Fate.KILLED)
        .filter(outcome -> !outcome.mutant().kind().getSimpleName().equals("Sign")).toList());
  }
}

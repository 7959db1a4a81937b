package dev.adjoint.testkit;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import dev.adjoint.Autodiff;
import dev.adjoint.Op;
import dev.adjoint.Tensor;
import dev.adjoint.check.GradientCheck;
import dev.adjoint.testkit.catalogue.Catalogue;
import dev.adjoint.testkit.catalogue.Operation;
import dev.adjoint.testkit.mutation.MutationRun;
import dev.adjoint.testkit.mutation.MutationRun.Fate;
import net.jqwik.api.Example;
import net.jqwik.api.Tag;

import static dev.adjoint.testkit.GradientAssertions.assertForwardIsReverse;
import static dev.adjoint.testkit.GradientAssertions.assertGradients;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** Every rule, broken in every way there is: the properties notice. */
class MutationTest {
  private static final MutationRun HUNT = new MutationRun(
      Catalogue.operations().stream().filter(op -> op.notDifferentiable().isEmpty() && !isControlFlow(op)).toList(),
      MutationTest::check, MutationTest::checkForward, Corners.all().toList(), 400);

  /** Of loops and branches only their own rules; the operations within are met elsewhere. */
  private static final MutationRun CONTROL_FLOW = new MutationRun(Catalogue.controlFlow(),
      MutationTest::isRuleOfControlFlow,
      MutationTest::check, MutationTest::checkForward, List.of(), 100);

  private static boolean isControlFlow(Operation operation) {
    return Catalogue.controlFlow().stream().anyMatch(other -> other.name().equals(operation.name()));
  }

  private static boolean isRuleOfControlFlow(Class<? extends Op> kind) {
    return kind.getPackageName().equals("dev.adjoint.control") || kind.getSimpleName().equals("Checkpoint");
  }

  /** Alone, and behind something that bends: what is linear has no second derivative of its own. */
  private static void check(Function<List<Tensor>, Tensor> f, Tensor... x) {
    assertGradients(f, x);
    assertGradients(in -> f.apply(in).sin(), x);
  }

  /** Forward mode against reverse mode, and to be differentiated again. */
  private static void checkForward(Function<List<Tensor>, Tensor> f, Tensor... x) {
    assertForwardIsReverse(f, x);
    assertGradients(in -> Autodiff.jvp(f, in, GradientCheck.directions(in)), x);
    assertGradients(in -> Autodiff.jvp(at -> f.apply(at).sin(), in, GradientCheck.directions(in)), x);
  }

  @Example
  void cornersAreAsPromised() {
    Corners.all().forEach(corner -> corner.check(corner.f()));
  }

  @Example
  void aPropertyThatLooksAtNothingLetsThemLive() {
    var tanh = Catalogue.operations().stream().filter(op -> op.name().equals("tanh")).toList();
    var outcomes = new MutationRun(tanh, (f, x) -> {}, (f, x) -> {}, List.of(), 20).run(1);
    assertTrue(outcomes.size() > 5);
    assertTrue(outcomes.stream().allMatch(outcome -> outcome.fate() == Fate.SURVIVED), outcomes::toString);
  }

  @Example
  void noMutantOfASampleSurvives() {
    assertAllKilled(HUNT.sample(1, 8));
  }

  @Example
  void noMutantOfASampleOfControlFlowSurvives() {
    assertNoneSurvives(CONTROL_FLOW.sample(1, 20));
  }

  @Example
  @Tag("thorough")
  void noMutantOfControlFlowSurvives() throws IOException {
    var outcomes = CONTROL_FLOW.run(2);
    report("mutants-of-control-flow.txt", outcomes);
    assertNoneSurvives(outcomes);
  }

  @Example
  @Tag("thorough")
  void noMutantSurvives() throws IOException {
    var outcomes = HUNT.run(2);
    report("mutants.txt", outcomes);
    assertAllKilled(outcomes);
  }

  private static void report(String file, List<MutationRun.Outcome> outcomes) throws IOException {
    var report = Stream
        .concat(Stream.of(MutationRun.summary(outcomes)), outcomes.stream().map(MutationRun.Outcome::toString))
        .collect(Collectors.joining("\n"));
    Files.writeString(Files.createDirectories(Path.of("target")).resolve(file), report);
    System.out.println(MutationRun.summary(outcomes));
  }

  /** Equivalent ones there are: a rule may copy what it need not, and packs a single tensor as it would several. */
  private static void assertNoneSurvives(List<MutationRun.Outcome> outcomes) {
    assertTrue(outcomes.stream().filter(outcome -> outcome.fate() == Fate.KILLED).count() > outcomes.size() / 2);
    assertEquals(List.of(), outcomes.stream().filter(outcome -> outcome.fate() == Fate.SURVIVED).toList());
  }

  /** What comes to the same: */
  private static final List<Pattern> NO_MISTAKES = Stream.of(
      // The gradient of what is flat between its jumps is 0: so is twice, the mean and the reverse of it.
      "(Sign|FloorDiv|Floor|Ceil|Round|Trunc), .*",
      // It keeps −∞ out of softmax for the sake of its second derivative alone, which a corner holds that sees no mutants.
      "LogSumExp, gradient of input 0: keeps operand 1 of where only",
      // What is linear has no next derivative.
      "(Sort|Extreme|CumulativeExtreme|Moments), tangent of result 0 by input 0: is constant to the next differentiation",
      // Where they have the shapes for it, there is one element or none along the axis.
      "(CumulativeProduct|LinearRecurrence), .*: forgets slice", "Extreme, .*: keeps operand 0 of gather only",
      "Moments, tangent of result 1 by input 0: is laid out as its transpose").map(Pattern::compile).toList();

  private static void assertAllKilled(List<MutationRun.Outcome> outcomes) {
    assertTrue(outcomes.stream().anyMatch(outcome -> outcome.fate() == Fate.KILLED));
    assertEquals(List.of(), outcomes.stream().filter(outcome -> outcome.fate() != Fate.KILLED)
        .filter(outcome -> outcome.fate() == Fate.SURVIVED || NO_MISTAKES.stream()
            .noneMatch(pattern -> pattern.matcher(outcome.mutant().toString()).matches()))
        .toList());
  }
}

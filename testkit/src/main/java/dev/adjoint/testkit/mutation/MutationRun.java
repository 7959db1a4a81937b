package dev.adjoint.testkit.mutation;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.IntStream;

import dev.adjoint.Autodiff;
import dev.adjoint.Op;
import dev.adjoint.Tape;
import dev.adjoint.Tensor;
import dev.adjoint.check.GradientCheck;
import dev.adjoint.testkit.Simplifiable;
import dev.adjoint.testkit.catalogue.Operation;
import dev.adjoint.testkit.graph.Graph;
import dev.adjoint.testkit.graph.GraphArbitrary;
import org.opentest4j.TestAbortedException;

/**
 * Breaks every rule that operations are made of, in every way there is, and looks whether a property notices.
 *
 * @param operations what to break
 * @param rules which of the rules that they are made of
 * @param property what should notice
 * @param forward what should notice a mistake in a forward rule
 * @param corners what should notice where functions are not smooth
 * @param tries at how many random inputs the property gets a chance
 */
public record MutationRun(List<Operation> operations, Predicate<Class<? extends Op>> rules, Property property,
    Property forward, List<Corner> corners, int tries) {
  private static final double WEIGHT = 3;

  /** For each operation, so many calls show which rules it is made of. */
  private static final int SAMPLES = 30;

  /** Keeps operations and corners. */
  public MutationRun {
    operations = List.copyOf(operations);
    corners = List.copyOf(corners);
  }

  /** Breaks all rules that they are made of. */
  public MutationRun(List<Operation> operations, Property property, Property forward, List<Corner> corners, int tries) {
    this(operations, rule -> true, property, forward, corners, tries);
  }

  /**
   * What is promised where differences say nothing: at a kink, a tie or a pole.
   *
   * @param title what it is
   * @param f a function
   * @param at inputs
   * @param gradients of the sum of f there, by input
   */
  public record Corner(String title, Function<List<Tensor>, Tensor> f, List<Tensor> at, List<Tensor> gradients) {

    /** Throws an AssertionError unless the gradients are those promised. */
    public void check(Function<List<Tensor>, Tensor> other) {
      var x = at.stream().map(Tensor::variable).toList();
      var found = other.apply(x).mul(WEIGHT).sum().backward(); // a rule may forget ∇y
      for (int i = 0; i < x.size(); i++) {
        // + 0 makes 0 of −0
        if (!Arrays.equals(found.orZero(x.get(i)).add(0).toDoubles(),
            gradients.get(i).mul(WEIGHT).add(0).toDoubles())) {
          throw new AssertionError(title + ": the gradient of input " + i + " is " + found.orZero(x.get(i)) + ", not "
              + gradients.get(i) + " times " + WEIGHT);
        }
      }
    }

    @Override
    public String toString() {
      return title;
    }
  }

  /** What must hold of a differentiable function at any inputs. */
  @FunctionalInterface
  public interface Property {
    /** Throws an AssertionError if it does not hold; any other exception counts as noticed too. */
    void check(Function<List<Tensor>, Tensor> f, Tensor... x);
  }

  /**
   * What became of one mutant.
   *
   * @param mutant the mutant
   * @param fate what became of it
   * @param tries how many random inputs it took; 0 if a corner killed it
   * @param smallest the smallest computation that shows it, if one did
   */
  public record Outcome(Mutant mutant, Fate fate, int tries, Optional<Graph> smallest) {
    @Override
    public String toString() {
      var size = smallest.map(graph -> ", smallest: " + graph.steps().size() + " calls on "
          + graph.inputs().stream().mapToInt(Tensor::size).sum() + " elements").orElse("");
      return String.format(Locale.ROOT, "%-10s %s (%d tries%s)", fate, mutant, tries, size);
    }
  }

  /** What can become of a mutant. */
  public enum Fate {
    /** The property noticed. */
    KILLED,
    /** The property did not notice, nor could it: both derivatives were the right ones at every input tried. */
    EQUIVALENT,
    /** The property did not notice, though a derivative was wrong. */
    SURVIVED
  }

  /** The mutants, and what each is met in. */
  private Map<Mutant, Set<Operation>> mutants(Random random) {
    var met = new LinkedHashMap<Mutant, Set<Operation>>();
    for (var operation : operations) {
      for (int i = 0; i < SAMPLES; i++) {
        var graph = GraphArbitrary.drawCall(operation, random);
        for (var mutant : Mutant.in(graph.trace()).stream().filter(m -> rules.test(m.kind())).toList()) {
          met.computeIfAbsent(mutant, m -> new LinkedHashSet<>()).add(operation);
        }
      }
    }
    return met;
  }

  /** Hunts all mutants down, and looks for the smallest computation that shows each. */
  public List<Outcome> run(long seed) {
    return run(seed, 1, true);
  }

  /** Hunts one mutant in so many, and takes whatever shows it. */
  public List<Outcome> sample(long seed, int oneIn) {
    return run(seed, oneIn, false);
  }

  private List<Outcome> run(long seed, int oneIn, boolean shrink) {
    var random = new Random(seed);
    var outcomes = new ArrayList<Outcome>();
    mutants(random).forEach((mutant, metIn) -> {
      if (random.nextInt(oneIn) == 0) {
        outcomes.add(run(mutant, List.copyOf(metIn), random, shrink));
      }
    });
    return outcomes;
  }

  private Outcome run(Mutant mutant, List<Operation> metIn, Random random, boolean shrink) {
    if (corners.stream().anyMatch(corner -> fails(() -> corner.check(mutant.in(corner.f))))) {
      return new Outcome(mutant, Fate.KILLED, 0, Optional.empty());
    }
    boolean everWrong = false;
    for (int n = 1; n <= tries; n++) {
      var graph = GraphArbitrary.drawCall(metIn.get(n % metIn.size()), random);
      if (notices(mutant, graph)) {
        var smallest = shrink
            ? new Simplifiable<>(graph, GraphArbitrary.GRAPHS).minimal(g -> notices(mutant, g))
            : graph;
        return new Outcome(mutant, Fate.KILLED, n, Optional.of(smallest));
      }
      boolean forward = isForward(mutant);
      everWrong |= differ(derivatives(mutant.in(graph::apply), graph, forward),
          derivatives(graph::apply, graph, forward));
    }
    return new Outcome(mutant, everWrong ? Fate.SURVIVED : Fate.EQUIVALENT, tries, Optional.empty());
  }

  private boolean notices(Mutant mutant, Graph graph) {
    var noticing = isForward(mutant) ? forward : property;
    return fails(() -> noticing.check(mutant.in(graph::apply), graph.at()));
  }

  private static boolean isForward(Mutant mutant) {
    return mutant.rule() instanceof Mutant.Rule.Tangent;
  }

  private static boolean fails(Runnable check) {
    try {
      check.run();
      return false;
    } catch (TestAbortedException e) {
      return false;
    } catch (AssertionError | IllegalArgumentException | IllegalStateException e) {
      return true;
    }
  }

  /** Gradients, or tangents, and the gradients of those along a direction, of the sine of the function, which has both. */
  private static List<double[]> derivatives(Function<List<Tensor>, Tensor> f, Graph graph, boolean forward) {
    var x = graph.inputs().stream().map(Tensor::variable).toList();
    Function<List<Tensor>, Tensor> bent = in -> f.apply(in).sin();
    var results = new ArrayList<double[]>();
    var first = forward
        ? Autodiff.jvp(bent, x, GradientCheck.directions(graph.inputs()))
        : GradientCheck.weighted(bent.apply(x)).sum();
    results.add(first.toDoubles());
    var all = forward
        ? List.of(first.sum())
        : List.of(first, GradientCheck.gradientAlong(bent, graph.inputs()).apply(x));
    for (var y : all) {
      var gradients = Tape.downTo(x, List.of(y)).backward(Tensor.ones(y.type())); // 0 where y is not tracked
      x.forEach(t -> results.add(gradients.orZero(t).toDoubles()));
    }
    return results;
  }

  /** By more than the tenth digit of the largest: a formula may come to the same in another order, and cancel. */
  private static boolean differ(List<double[]> a, List<double[]> b) {
    double largest = b.stream().flatMapToDouble(Arrays::stream).map(Math::abs).filter(Double::isFinite).max().orElse(0);
    return a.size() != b.size() || IntStream.range(0, a.size()).anyMatch(i -> differ(a.get(i), b.get(i), largest));
  }

  private static boolean differ(double[] a, double[] b, double largest) {
    return IntStream.range(0, b.length)
        .anyMatch(i -> Double.compare(a[i], b[i]) != 0 && !(Math.abs(a[i] - b[i]) <= 1e-10 * largest));
  }

  /** A line for each operation that rules were broken of, and the sum. */
  public static String summary(List<Outcome> outcomes) {
    var byRule = new LinkedHashMap<String, List<Outcome>>();
    outcomes.forEach(outcome -> byRule.computeIfAbsent(rule(outcome.mutant), k -> new ArrayList<>()).add(outcome));
    var text = new StringBuilder(
        String.format("%-34s%10s%10s%12s%10s%8s%10s%n", "rule", "mutants", "killed", "equivalent",
            "survived", "tries", "elements"));
    byRule.forEach((rule, some) -> text.append(line(rule, some)));
    return text.append(line("all", outcomes)).toString();
  }

  private static String rule(Mutant mutant) {
    return mutant.kind().getSimpleName() + (isForward(mutant) ? ", forward" : "");
  }

  private static String line(String name, List<Outcome> outcomes) {
    var killed = outcomes.stream().filter(o -> o.fate == Fate.KILLED).toList();
    return String.format(Locale.ROOT, "%-34s%10d%10d%12d%10d%8.1f%10.1f%n", name, outcomes.size(), killed.size(),
        outcomes.stream().filter(o -> o.fate == Fate.EQUIVALENT).count(),
        outcomes.stream().filter(o -> o.fate == Fate.SURVIVED).count(),
        killed.stream().mapToInt(Outcome::tries).average().orElse(0),
        killed.stream().flatMap(o -> o.smallest.stream())
            .mapToInt(graph -> graph.inputs().stream().mapToInt(Tensor::size).sum()).average().orElse(0));
  }
}

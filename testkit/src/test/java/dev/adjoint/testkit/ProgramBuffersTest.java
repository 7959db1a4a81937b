package dev.adjoint.testkit;

import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Stream;

import dev.adjoint.DType;
import dev.adjoint.Listing;
import dev.adjoint.Program;
import dev.adjoint.Tensor;
import dev.adjoint.array.NdArray;
import dev.adjoint.testkit.catalogue.Catalogue;
import dev.adjoint.testkit.catalogue.Operation;
import dev.adjoint.testkit.graph.Graph;
import dev.adjoint.testkit.graph.GraphArbitrary;
import org.junit.jupiter.api.Test;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/**
 * Long graphs in which large values die before small ones, which are then read by loops over raw arrays and as positions: compiled they
 * give the bits they give step by step, whatever lay in their buffers before. With buffers that may be longer than what lies in them,
 * as they once were, one in ten of these programs failed.
 */
class ProgramBuffersTest {
  private static final int GRAPHS = 300;
  private static final int LENGTH = 40;
  /** What reads arrays by loops over them, or makes what they read. */
  private static final Set<String> OFTEN = Set.of("squares", "total", "indexSelect", "indexAdd", "gather", "scatterAdd",
      "oneHot", "argmax", "argmin", "greater", "less", "cast", "where", "slice", "get", "tile");

  private static List<Operation> operations() {
    var all = Catalogue.operations().stream()
        .filter(op -> Catalogue.controlFlow().stream().noneMatch(other -> other.name().equals(op.name()))).toList();
    var often = all.stream().filter(op -> OFTEN.contains(op.name())).toList();
    var discrete = all.stream().filter(op -> op.notDifferentiable().isPresent()).toList();
    return Stream.of(all, often, often, often, discrete).flatMap(List::stream).toList();
  }

  @Test
  void whateverLayInABufferIsNotRead() {
    var doubles = new GraphArbitrary(operations(), LENGTH);
    var floats = new GraphArbitrary(operations().stream().filter(FloatGraphs::staysFloat).toList(), LENGTH);
    var random = new Random(11);
    var met = new TreeMap<String, Integer>();
    var deaths = new EnumMap<DType, Integer>(DType.class);
    int wrong = 0;
    for (int g = 0; g < GRAPHS; g++) {
      var graph = g % 3 == 0 ? FloatGraphs.inFloats(floats.draw(random)) : doubles.draw(random);
      graph.steps().forEach(step -> met.merge(step.call().operation().name(), 1, Integer::sum));
      for (Function<List<Tensor>, List<Tensor>> f : List.<Function<List<Tensor>, List<Tensor>>>of(
          x -> List.of(graph.apply(x).detach()), x -> withSlopes(graph, x))) {
        var program = Program.trace(graph.inputs().stream().map(Tensor::type).toList(), f);
        deathsBeforeSmaller(program.listing()).forEach((dtype, n) -> deaths.merge(dtype, n, Integer::sum));
        wrong += isSame(program, f, graph.at()) ? 0 : 1;
      }
    }
    assertEquals(0, wrong, "of " + 2 * GRAPHS + " programs");
    Map.of("squares", 40, "total", 25, "indexSelect", 200, "indexAdd", 40, "gather", 40, "scatterAdd", 40, "oneHot", 4)
        .forEach((name, least) -> assertTrue(met.getOrDefault(name, 0) >= least, met::toString));
    Map.of(DType.FLOAT64, 1000, DType.FLOAT32, 1000, DType.INT32, 50, DType.BOOL, 10)
        .forEach((dtype, least) -> assertTrue(deaths.getOrDefault(dtype, 0) >= least, deaths::toString));
  }

  /** The value, and its slopes by the inputs. */
  private static List<Tensor> withSlopes(Graph graph, List<Tensor> x) {
    var y = graph.apply(x);
    var gradients = y.sum().backward();
    return Stream.concat(Stream.of(y), x.stream().map(gradients::orZero)).map(Tensor::detach).toList();
  }

  private static boolean isSame(Program program, Function<List<Tensor>, List<Tensor>> f, Tensor... at) {
    var expected = values(f.apply(Stream.of(at).map(Tensor::variable).toList()));
    try {
      var first = values(program.run(at));
      var second = values(program.run(at)); // over what the first left behind
      return expected.equals(first) && expected.equals(second);
    } catch (IndexOutOfBoundsException | IllegalArgumentException e) {
      return false; // a position that lay in the buffer before
    }
  }

  private static List<NdArray> values(List<Tensor> tensors) {
    return tensors.stream().map(Tensor::value).toList();
  }

  /** How many values of each element type are written when a larger one, up to four times, is not needed any more. */
  private static Map<DType, Integer> deathsBeforeSmaller(Listing listing) {
    var lastRead = new HashMap<Integer, Integer>();
    for (int s = 0; s < listing.steps().size(); s++) {
      for (int value : listing.steps().get(s).reads()) {
        lastRead.put(listing.values().get(value).aliasOf().orElse(value), s);
      }
    }
    listing.results().forEach(value -> lastRead.put(listing.values().get(value).aliasOf().orElse(value),
        Integer.MAX_VALUE));
    var deaths = new EnumMap<DType, Integer>(DType.class);
    var written = new HashSet<Integer>();
    for (int s = 0; s < listing.steps().size(); s++) {
      int step = s;
      for (int value : listing.steps().get(s).writes()) {
        var type = listing.values().get(value).type();
        int n = type.shape().size();
        if (written.stream().anyMatch(dead -> lastRead.getOrDefault(dead, 0) < step
            && listing.values().get(dead).type().dtype() == type.dtype()
            && listing.values().get(dead).type().shape().size() > n
            && listing.values().get(dead).type().shape().size() <= 4 * n)) {
          deaths.merge(type.dtype(), 1, Integer::sum);
        }
      }
      written.addAll(listing.steps().get(s).writes());
    }
    return deaths;
  }
}

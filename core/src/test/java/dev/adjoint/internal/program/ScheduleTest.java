package dev.adjoint.internal.program;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

import dev.adjoint.DType;
import dev.adjoint.Tensor;
import dev.adjoint.TensorType;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** A schedule is plain data: equal for equal functions, and made of numbers, names and operations alone. */
class ScheduleTest {
  private static final List<TensorType> TYPES = List.of(DType.FLOAT64.tensor(8, 8), DType.FLOAT64.tensor(8, 8),
      DType.FLOAT64.tensor(8), DType.INT32.tensor(8));

  private static final int STATES = 2;

  /** A function, and by which of the steps it is done. */
  record Kind(String name, Function<List<Tensor>, Tensor> function) {
    @Override
    public String toString() {
      return name;
    }

    private Schedule planned(Function<Tensor, Tensor> more) {
      var in = TYPES.stream().map(Tensor::placeholder).toList();
      var y = more.apply(function.apply(in));
      var gradients = y.sum().backward();
      var next = in.stream().limit(STATES).map(x -> x.sub(gradients.orZero(x).mul(0.1)));
      var results = Stream.concat(next, Stream.of(y)).toList();
      return new Planner(TYPES, new Simplifier(in).nodesOf(results), STATES).plan();
    }
  }

  static List<Kind> kinds() {
    return List.of(new Kind("fused", in -> in.get(0).mul(in.get(1)).add(0.5).tanh()),
        new Kind("repeated", in -> in.get(0).add(in.get(2)).greater(0).where(in.get(0), in.get(2).square())),
        new Kind("total", in -> in.get(0).exp().sum()),
        new Kind("product", in -> in.get(0).matmul(in.get(1).transpose()).add(in.get(1).matmul(in.get(0)))),
        new Kind("called", in -> in.get(0).softmax().indexSelect(0, in.get(3))),
        new Kind("several results", in -> in.get(0).topK(3, 1).values()),
        new Kind("constants", in -> in.get(0).add(Tensor.uniform(DType.FLOAT64.tensor(8, 8), 1)).matmul(in.get(1))));
  }

  @ParameterizedTest
  @MethodSource("kinds")
  void equalFunctionsHaveEqualSchedules(Kind kind) {
    var schedule = kind.planned(y -> y);
    assertEquals(schedule, kind.planned(y -> y));
    assertEquals(schedule.hashCode(), kind.planned(y -> y).hashCode());
    assertEquals(schedule.toString(), kind.planned(y -> y).toString());
    assertNotEquals(schedule, kind.planned(Tensor::neg));
    assertNotEquals(kind.planned(y -> y.mul(2)), kind.planned(y -> y.mul(3)));
  }

  @ParameterizedTest
  @MethodSource("kinds")
  void itIsMadeOfNumbersNamesAndOperations(Kind kind) {
    var schedule = kind.planned(y -> y);
    assertTrue(isPlain(schedule), schedule::toString);
    assertFalse(schedule.toString().contains("@"), schedule::toString);
  }

  /** Equal by value all the way down. */
  private static boolean isPlain(Object part) {
    return switch (part) {
      case Number _,Boolean _,String _,Enum<?> _ -> true;
      case Optional<?> optional -> optional.stream().allMatch(ScheduleTest::isPlain);
      case Map<?, ?> map -> isPlain(map.keySet()) && isPlain(map.values());
      case Collection<?> parts -> parts.stream().allMatch(ScheduleTest::isPlain);
      case TensorType _ -> true;
      case Record data -> Stream.of(data.getClass().getRecordComponents()).allMatch(component -> {
        try {
          component.getAccessor().setAccessible(true);
          return isPlain(component.getAccessor().invoke(data));
        } catch (ReflectiveOperationException e) {
          throw new LinkageError(e.getMessage(), e);
        }
      });
      default -> part instanceof dev.adjoint.Shape;
    };
  }
}

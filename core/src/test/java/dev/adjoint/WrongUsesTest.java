package dev.adjoint;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import dev.adjoint.op.Axes;
import dev.adjoint.op.Index;
import dev.adjoint.op.OnSingular;
import org.junit.jupiter.api.Test;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

/**
 * Every method of a tensor, given operands that seldom fit, either works or fails with the library's own message, which begins with
 * the name of the method. Those with sizes out of reach are symbolic: only types are computed.
 */
class WrongUsesTest {
  private static final int TRIES = 400;

  private static final List<Tensor> SMALL = List.of(Tensor.ones(2, 3), Tensor.ones(3), Tensor.of(1.5),
      Tensor.ones(DType.FLOAT32.tensor(2, 3)), Tensor.of(0, 1, 2), Tensor.of(new int[][]{{0, 1, 2}, {2, 9, -1}}),
      Tensor.of(7), Tensor.of(true, false, true), Tensor.of(false), Tensor.zeros(0, 2), Tensor.ones(4, 2, 2),
      Tensor.variable(Tensor.ones(2, 3)));
  private static final List<Tensor> LARGE = Stream.of(DType.FLOAT64.tensor(65_536), DType.INT32.tensor(65_536),
      DType.FLOAT64.tensor(1, Integer.MAX_VALUE), DType.BOOL.tensor(Integer.MAX_VALUE), DType.FLOAT64.tensor(0, 65_536),
      DType.FLOAT64.tensor(46_341, 46_340), DType.FLOAT64.tensor(), DType.FLOAT32.tensor(65_536, 1),
      DType.FLOAT64.tensor(2, 2)).map(Tensor::placeholder).toList();
  private static final List<Integer> SMALL_NUMBERS = List.of(-7, -2, -1, 0, 1, 2, 3, 5);
  private static final List<Integer> LARGE_NUMBERS = List.of(Integer.MIN_VALUE, -1, 0, 1, 2, 3, 46_341, 65_536,
      Integer.MAX_VALUE);

  /** What takes no operand that could be wrong, and what is tested elsewhere. */
  private static final Set<String> LEFT_OUT = Set.of("apply", "of", "equals", "hashCode", "toString", "wait", "notify",
      "notifyAll", "getClass", "toArray", "placeholder");

  /** Operands at random for the types of parameters. */
  private record Operands(Random random, List<Tensor> tensors, List<Integer> numbers) {

    Tensor tensor() {
      return tensors.get(random.nextInt(tensors.size()));
    }

    int number() {
      return numbers.get(random.nextInt(numbers.size()));
    }

    int[] numbers(int atMost) {
      return random.ints(random.nextInt(atMost + 1), 0, numbers.size()).map(numbers::get).toArray();
    }

    private TensorType type() {
      return tensor().type();
    }

    Object of(Class<?> type) {
      return switch (type.getSimpleName()) {
        case "Tensor" -> tensor();
        case "Tensor[]" -> Stream.generate(this::tensor).limit(random.nextInt(4)).toArray(Tensor[]::new);
        case "int" -> number();
        case "int[]" -> numbers(3);
        case "long" -> 1L;
        case "double" -> List.of(0.5, -1.0, 2.0, Double.NaN, 1e300).get(random.nextInt(5));
        case "double[]" -> new double[]{1, 2};
        case "double[][]" -> random.nextBoolean() ? new double[][]{{1, 2}} : new double[][]{{1, 2}, {3}};
        case "DType" -> tensor().dtype();
        case "Shape" -> tensor().shape();
        case "TensorType" -> type();
        case "Axes" -> random.nextBoolean() ? Axes.of(numbers(2)) : Axes.keep(numbers(2));
        case "UnaryOperator" -> (UnaryOperator<Tensor>) Tensor::sqrt;
        case "boolean" -> random.nextBoolean();
        case "int[][]" -> Stream.generate(() -> numbers(3)).limit(random.nextInt(4)).toArray(int[][]::new);
        case "List" -> Stream.generate(this::tensor).limit(random.nextInt(4)).toList();
        case "Object[]" -> Stream.generate(this::index).limit(random.nextInt(4)).toArray();
        case "String" -> "x";
        case "OnSingular" -> random.nextBoolean() ? OnSingular.NAN : OnSingular.THROW;
        default -> fail("no operands of " + type);
      };
    }

    private Object index() {
      return switch (random.nextInt(7)) {
        case 0 -> number();
        case 1 -> Index.all().by(number());
        case 2 -> Index.from(number());
        case 3 -> Index.range(number(), number(), number());
        case 4 -> Index.newAxis();
        case 5 -> Index.ellipsis();
        default -> tensor();
      };
    }

    Object[] of(Method method) {
      return Arrays.stream(method.getParameterTypes()).map(this::of).toArray();
    }
  }

  private static List<Method> methods(boolean isStatic) {
    return Arrays.stream(Tensor.class.getMethods())
        .filter(method -> Modifier.isStatic(method.getModifiers()) == isStatic && !method.isBridge())
        .filter(method -> !LEFT_OUT.contains(method.getName()))
        .sorted((a, b) -> a.toGenericString().compareTo(b.toGenericString())).toList();
  }

  @Test
  void methodsOfSmallTensors() {
    var failed = calls(methods(false), SMALL, SMALL_NUMBERS);
    assertTrue(failed.size() >= 85, () -> failed.size() + " " + failed);
  }

  @Test
  void methodsOfTensorsThatFillTheMemory() {
    var known = Set.of("tril", "triu", "setAt", "addAt"); // they make constants of the size of a tensor that has no value yet
    var methods = methods(false).stream().filter(method -> !known.contains(method.getName())).toList();
    var failed = calls(methods, LARGE, LARGE_NUMBERS);
    assertTrue(failed.size() >= 85, () -> failed.size() + " " + failed);
  }

  @Test
  void constructionOfSmallTensors() {
    var failed = calls(methods(true), SMALL, SMALL_NUMBERS);
    assertEquals(
        Set.of("arange", "concat", "eye", "full", "linspace", "meshgrid", "meshgridXy", "normal", "ones", "stack",
            "uniform", "variable",
            "zeros"),
        failed);
  }

  /** Calls all methods and returns the names of those that refused something. */
  private static Set<String> calls(List<Method> methods, List<Tensor> tensors, List<Integer> numbers) {
    var refused = new TreeSet<String>();
    var wrong = new TreeMap<String, String>();
    for (var method : methods) {
      var operands = new Operands(new Random(method.toGenericString().hashCode()), tensors, numbers);
      for (int i = 0; i < (method.getParameterCount() == 0 ? tensors.size() : TRIES); i++) {
        var x = method.getParameterCount() == 0 ? tensors.get(i) : operands.tensor();
        var arguments = operands.of(method);
        try {
          method.invoke(x, arguments);
        } catch (InvocationTargetException e) {
          if (isOurs(e.getCause(), method.getName())) {
            refused.add(method.getName());
          } else {
            wrong.putIfAbsent(method.getName() + " " + e.getCause().getClass().getSimpleName(),
                e.getCause() + " for " + text(x)
                    + "." + method.getName() + Arrays.stream(arguments).map(WrongUsesTest::text).toList());
          }
        } catch (IllegalAccessException e) {
          throw new AssertionError(e);
        }
      }
    }
    assertEquals("", String.join("\n", wrong.values()));
    return refused;
  }

  private static boolean isOurs(Throwable e, String method) {
    return (e instanceof IllegalArgumentException || e instanceof IllegalStateException)
        && e.getMessage() != null && e.getMessage().startsWith(method + ": ");
  }

  private static String text(Object operand) {
    return switch (operand) {
      case Tensor t -> (t.isSymbolic() ? "symbolic " : "") + t.type();
      case int[] numbers -> Arrays.toString(numbers);
      case Tensor[] many -> Arrays.stream(many).map(WrongUsesTest::text).collect(Collectors.joining(", "));
      default -> String.valueOf(operand);
    };
  }
}

package dev.adjoint.internal.program;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

import dev.adjoint.DType;
import dev.adjoint.Tensor;
import dev.adjoint.TensorType;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.junit.jupiter.api.Assertions.assertTrue;

/** A program of twice the size takes about twice the work to plan, whatever its form. */
class PlannerTest {
  private static final TensorType MATRIX = DType.FLOAT64.tensor(4, 4);
  private static final TensorType ROW = DType.FLOAT64.tensor(1, 4);
  private static final int SIZE = 1_000;

  /** Twice, and a little for the logarithm. */
  private static final double TWICE = 2.2;

  enum Family {
    CHAIN {
      @Override
      List<Tensor> of(List<Tensor> in, int n) {
        return List.of(chain(in.get(0), n));
      }
    },
    GRADIENT_OF_A_CHAIN {
      @Override
      List<Tensor> of(List<Tensor> in, int n) {
        return withGradient(chain(in.get(0), n), in);
      }
    },
    WIDE_SUM {
      @Override
      List<Tensor> of(List<Tensor> in, int n) {
        var sum = in.get(0);
        for (int k = 0; k < n; k++) {
          sum = sum.add(in.get(0).mul(k + 0.5).sin());
        }
        return withGradient(sum, in);
      }
    },
    /** Each term is a step of its own, the sums are all one. */
    WIDE_SUM_OF_STEPS {
      @Override
      List<Tensor> of(List<Tensor> in, int n) {
        var sum = in.get(0);
        for (int k = 0; k < n; k++) {
          sum = sum.add(in.get(0).mul(k + 0.5).cumulativeSum(0));
        }
        return withGradient(sum, in);
      }
    },
    /** One step reads as many values for the last time as it writes. */
    SUMS_OF_STEPS_UP_TO_EACH {
      @Override
      List<Tensor> of(List<Tensor> in, int n) {
        var sums = new ArrayList<>(List.of(in.get(0)));
        for (int k = 0; k < n; k++) {
          sums.add(sums.getLast().add(in.get(0).mul(k + 0.5).cumulativeSum(0)));
        }
        return sums;
      }
    },
    MATRIX_PRODUCTS {
      @Override
      List<Tensor> of(List<Tensor> in, int n) {
        var y = in.get(0);
        for (int k = 0; k < n; k++) {
          y = y.matmul(in.get(1)).tanh();
        }
        return withGradient(y, in);
      }
    },
    RESIDUAL_BLOCKS {
      @Override
      List<Tensor> of(List<Tensor> in, int n) {
        var y = in.get(0).exp();
        for (int k = 0; k < n; k++) {
          y = y.add(y.matmul(in.get(1)).tanh());
        }
        return withGradient(y, in);
      }
    },
    LONG_SHORT_TERM_MEMORY {
      @Override
      List<Tensor> of(List<Tensor> in, int n) {
        var h = in.get(2);
        var c = in.get(2);
        var loss = Tensor.of(0.0);
        for (int k = 0; k < n / 16; k++) {
          var forget = h.matmul(in.get(0)).sigmoid();
          var change = h.matmul(in.get(1)).tanh();
          c = c.mul(forget).add(change.mul(forget.neg().add(1)));
          h = c.tanh().mul(forget);
          loss = loss.add(h.square().sum());
        }
        return withGradient(loss, in);
      }
    },
    STATES {
      @Override
      List<TensorType> inputs(int n) {
        return Collections.nCopies(n, ROW);
      }

      @Override
      int states(int n) {
        return n;
      }

      @Override
      List<Tensor> of(List<Tensor> in, int n) {
        var next = new ArrayList<Tensor>();
        for (int k = 0; k < n; k++) {
          next.add(k % 2 == 0 ? in.get(k).mul(0.9) : in.get(k).cumulativeSum(1));
        }
        return next;
      }
    },
    /** Every sum reads what stands far below its other operand: no two of them may be one. */
    LADDER {
      @Override
      List<Tensor> of(List<Tensor> in, int n) {
        var foot = in.get(0).exp();
        var y = foot;
        var rungs = new ArrayList<Tensor>();
        for (int k = 0; k < n; k++) {
          y = y.matmul(in.get(1));
          rungs.add(y.add(foot));
        }
        return rungs;
      }
    },
    /** Each sum of two towers could be one with either, and nothing that stands between is near. */
    TWO_TOWERS {
      @Override
      List<Tensor> of(List<Tensor> in, int n) {
        var left = tower(in.get(0), in.get(1), n);
        var right = tower(in.get(1), in.get(0), n);
        var sums = new ArrayList<Tensor>();
        for (int k = 0; k < n; k++) {
          sums.add(left.get(k).mul(right.get(k)));
        }
        return sums;
      }
    };

    abstract List<Tensor> of(List<Tensor> in, int n);

    List<TensorType> inputs(int n) {
      return List.of(MATRIX, MATRIX, ROW);
    }

    int states(int n) {
      return 0;
    }

    private static Tensor chain(Tensor x, int n) {
      var y = x;
      for (int k = 0; k < n; k++) {
        y = y.sin();
      }
      return y;
    }

    private static List<Tensor> tower(Tensor x, Tensor w, int n) {
      var floors = new ArrayList<Tensor>();
      var y = x;
      for (int k = 0; k < n; k++) {
        y = y.matmul(w).tanh();
        floors.add(y);
      }
      return floors;
    }

    private static List<Tensor> withGradient(Tensor y, List<Tensor> in) {
      var gradients = y.sum().backward();
      var results = new ArrayList<>(List.of(y));
      in.stream().filter(gradients::reach).map(gradients::of).forEach(results::add);
      return results;
    }
  }

  private static long visits(Family family, int n) {
    var types = family.inputs(n);
    var in = types.stream().map(Tensor::placeholder).toList();
    var planner = new Planner(types, new Simplifier(in).nodesOf(family.of(in, n)), family.states(n));
    planner.plan();
    return planner.visits();
  }

  @ParameterizedTest
  @EnumSource(Family.class)
  void workGrowsWithTheProgram(Family family) {
    long once = visits(family, SIZE);
    long twice = visits(family, 2 * SIZE);
    assertTrue(once >= SIZE / 2, () -> "only " + once + " counted");
    assertTrue(twice <= TWICE * once, () -> family + ": " + once + " visits for " + SIZE + ", " + twice + " for twice");
  }
}

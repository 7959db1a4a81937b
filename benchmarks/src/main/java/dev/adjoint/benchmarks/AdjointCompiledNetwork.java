package dev.adjoint.benchmarks;

import java.util.ArrayList;
import java.util.List;

import dev.adjoint.Program;
import dev.adjoint.Tensor;

/** Trains a network with Adjoint, traced once into a program that keeps its state in place. */
final class AdjointCompiledNetwork implements Contender {
  private final Program program;
  private final Program.State state;
  private final Tensor x;
  private final Tensor target;
  private List<Tensor> outputs;

  AdjointCompiledNetwork(Network network) {
    var formulas = new AdjointNetwork.Formulas(network);
    x = formulas.inputs();
    target = formulas.targets();
    var first = formulas.state();
    int n = first.size();
    var types = new ArrayList<>(first.stream().map(Tensor::type).toList());
    types.add(x.type());
    types.add(target.type());
    program = Program.trace(types, n, in -> formulas.step(in.subList(0, n), in.get(n), in.get(n + 1)));
    state = Program.State.of(first);
  }

  @Override
  public Library library() {
    return Library.ADJOINT;
  }

  @Override
  public void step() {
    outputs = program.step(state, x, target);
  }

  @Override
  public double check() {
    step();
    return outputs.getLast().item();
  }
}

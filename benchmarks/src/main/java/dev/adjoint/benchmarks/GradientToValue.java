package dev.adjoint.benchmarks;

import java.util.ArrayList;
import java.util.List;

import dev.adjoint.DType;
import dev.adjoint.Program;
import dev.adjoint.Tape;
import dev.adjoint.Tensor;

/** How much longer the loss of the mlp takes with its gradients than without. */
final class GradientToValue implements Workload {
  @Override
  public void run(Race race) {
    for (var dtype : List.of(DType.FLOAT32, DType.FLOAT64)) {
      for (int batch : new int[]{32, 128, 512}) {
        var row = new Row("gradient", dtype, "" + batch);
        var network = Network.mlp(batch, dtype);
        var value = race.run(new Row("value", dtype, "" + batch), 0, 0,
            List.of(new Race.Entry(Library.ADJOINT, () -> program(network, false))));
        var gradient = race.run(row, 0, 0, List.of(new Race.Entry(Library.ADJOINT, () -> program(network, true))));
        if (!value.isEmpty()) {
          race.report().add(row, Library.ADJOINT.label, "gradient/value", gradient.getFirst() / value.getFirst());
        }
      }
    }
  }

  private static Contender program(Network network, boolean withGradients) {
    var formulas = new AdjointNetwork.Formulas(network);
    var inputs = new ArrayList<>(formulas.parameters());
    int n = inputs.size();
    inputs.add(formulas.inputs());
    inputs.add(formulas.targets());
    var program = Program.trace(inputs.stream().map(Tensor::type).toList(), in -> {
      var w = in.subList(0, n);
      var loss = formulas.loss(w, in.get(n), in.get(n + 1));
      var outputs = new ArrayList<>(List.of(loss));
      if (withGradients) {
        var gradients = Tape.of(loss).to(w.toArray(Tensor[]::new)).backward();
        w.forEach(p -> outputs.add(gradients.of(p)));
      }
      return outputs;
    });
    var arguments = inputs.toArray(Tensor[]::new);
    var last = new ArrayList<Tensor>();
    Runnable work = () -> {
      last.clear();
      last.addAll(program.run(arguments));
    };
    return new Work(Library.ADJOINT, work, () -> {
      work.run();
      return last.getFirst().item();
    });
  }
}

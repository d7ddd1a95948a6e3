/* SPDX-License-Identifier: BSD-3-Clause */
/** Bad settings of a selection, for `dftfit fit`. */
#include "cases.h"

#define FIT "fit fit.yaml"
#define HEAD "data: good.h5\noutput: out.yaml\n"

const error_case cases_select[] = {
    {"fit: select, unknown word",
     "fit.yaml",
     HEAD "potential: {form: ace, elements: [Si], cutoff: 4, ace: {orders: {1: {n_max: 4}}}}\nsolver: {select: best}\n",
     {0},
     FIT,
     "fit.yaml:4:18: ",
     "select 'best' should be none, auto, or one of {keep: 150}"},
    {"fit: select, unknown key",
     "fit.yaml",
     HEAD "potential: {form: ace, elements: [Si], cutoff: 4, ace: {orders: {1: {n_max: 4}}}}\nsolver: {select: "
          "{functions: 3}}\n",
     {0},
     FIT,
     "fit.yaml:4:",
     "functions"},
    {"fit: select by two rules",
     "fit.yaml",
     HEAD "potential: {form: ace, elements: [Si], cutoff: 4, ace: {orders: {1: {n_max: 4}}}}\nsolver: {select: {keep: "
          "3, cost: 0.5}}\n",
     {0},
     FIT,
     "fit.yaml:4:",
     "one of tolerance, keep and cost"},
    {"fit: select, unknown order",
     "fit.yaml",
     HEAD "potential: {form: ace, elements: [Si], cutoff: 4, ace: {orders: {1: {n_max: 4}}}}\nsolver: {select: {order: "
          "size}}\n",
     {0},
     FIT,
     "fit.yaml:4:",
     "order is price or price_per_cost, not 'size'"},
    {"fit: select, cost above all",
     "fit.yaml",
     HEAD
     "potential: {form: ace, elements: [Si], cutoff: 4, ace: {orders: {1: {n_max: 4}}}}\nsolver: {select: {cost: 2}}\n",
     {0},
     FIT,
     "fit.yaml:4:",
     "2"},
    {"fit: select more than there are",
     "fit.yaml",
     HEAD "potential: {form: ace, elements: [Si], cutoff: 4, ace: {orders: {1: {n_max: 4}}}}\nsolver: {select: {keep: "
          "30}}\nfolds: {count: 2}\n",
     {0},
     FIT,
     "fit.yaml:4:",
     "30 parameters cannot be kept: there are 4"},
    {"fit: select with evidence",
     "fit.yaml",
     HEAD "potential: {form: ace, elements: [Si], cutoff: 4, ace: {orders: {1: {n_max: 4}}}}\nsolver: {lambda: "
          "evidence, select: auto}\nfolds: {count: 2}\n",
     {0},
     FIT,
     "fit.yaml:4:",
     "evidence does not go with it"},
    {"fit: select of a form that needs all parameters",
     "fit.yaml",
     HEAD "potential: {form: pair, elements: [Si], cutoff: 4, pair: {knots: 6}}\nsolver: {select: auto}\nfolds: "
          "{count: 2}\n",
     {0},
     FIT,
     "fit.yaml:4:",
     "form 'pair' needs all of its parameters"},
    {"fit: select of a form that is searched",
     "fit.yaml",
     HEAD
     "potential: {form: eam, elements: [Si], cutoff: 4, eam: {densities: alloy, knots: 9, embedding: {knots: 6}}}\n"
     "solver: {select: auto}\nfolds: {count: 2}\n",
     {0},
     FIT,
     "fit.yaml:4:",
     "form 'eam' is searched"},
    {"fit: select with one fold",
     "fit.yaml",
     HEAD "potential: {form: ace, elements: [Si], cutoff: 4, ace: {orders: {1: {n_max: 4}}}}\nsolver: {select: "
          "auto}\nfolds: {count: 1}\n",
     {0},
     FIT,
     "fit.yaml:5:",
     "select need at least 2 folds"},
    {"fit: front without a selection",
     "fit.yaml",
     HEAD "potential: {form: ace, elements: [Si], cutoff: 4, ace: {orders: {1: {n_max: 4}}}}\nfolds: {count: 2}\n",
     {0},
     "fit --front front.csv fit.yaml",
     "fit.yaml: ",
     "--front needs `select` under `solver`"},
};
const int ncases_select = sizeof cases_select / sizeof *cases_select;

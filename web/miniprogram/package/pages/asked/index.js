require('../../main.js').asked();
